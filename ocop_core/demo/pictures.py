"""Draws a plain picture of a jar, so that invented products have a photo of nobody's goods."""

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
