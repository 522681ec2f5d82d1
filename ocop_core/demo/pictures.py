"""Draws a plain jar and a plain sheet of paper, so that invented products have photos of nobody's goods and papers."""

from io import BytesIO

COLOURS = ((178, 92, 40), (120, 62, 30), (205, 150, 60), (96, 120, 60), (150, 40, 36), (70, 92, 110))


def product_picture(number: int) -> bytes:
    """A JPEG, 900 by 1,200 pixels, different for each number."""
    from PIL import Image, ImageDraw

    colour = COLOURS[number % len(COLOURS)]
    shade = tuple(c * 3 // 4 for c in colour)
    image = Image.new("RGB", (900, 1200), (238, 228, 208))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 820, 900, 1200), fill=(196, 168, 126))
    draw.ellipse((170, 960, 730, 1080), fill=(170, 142, 104))
    left, right = 240 + number % 40, 660 - number % 40
    draw.rounded_rectangle((left, 330, right, 1020), 70, fill=colour)
    draw.rounded_rectangle((left, 330, left + 70, 1020), 60, fill=shade)
    draw.rounded_rectangle((left + 30, 230, right - 30, 350), 24, fill=(88, 70, 48))
    draw.rounded_rectangle((left + 40, 540, right - 40, 820), 18, fill=(250, 246, 236))
    for line in range(4):
        length = 40 + (number * (line + 3)) % 90
        draw.rectangle((left + 80, 590 + line * 52, right - 60 - length, 612 + line * 52), fill=shade)
    out = BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def paper_picture(number: int) -> bytes:
    """A JPEG of a printed page, 1,000 by 1,400 pixels, different for each number."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (1000, 1400), (250, 249, 244))
    draw = ImageDraw.Draw(image)
    draw.rectangle((300, 90, 700, 104), fill=(40, 40, 44))
    draw.rectangle((360, 124, 640, 134), fill=(40, 40, 44))
    draw.rectangle((250 - number % 60, 210, 750 + number % 60, 234), fill=(30, 30, 34))
    for line in range(24):
        at, seed = 110, number * 31 + line * 17
        while at < 860 - (seed % 160):
            seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
            long = 18 + seed % 64
            draw.rectangle((at, 300 + line * 36, at + long, 311 + line * 36), fill=(52, 52, 58))
            at += long + 12
    draw.ellipse((640, 1180, 860, 1360), outline=(190, 30, 36), width=8)
    draw.ellipse((672, 1212, 828, 1328), outline=(190, 30, 36), width=4)
    out = BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()
