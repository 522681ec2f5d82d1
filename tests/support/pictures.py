"""Small real pictures."""

from io import BytesIO

from PIL import Image


def png(width: int = 40, height: int = 20, colour: str = "red") -> bytes:
    """A PNG of one colour."""
    return _saved(Image.new("RGB", (width, height), colour), "PNG")


def jpeg(width: int = 40, height: int = 20, *, turned: bool = False) -> bytes:
    """A JPEG, left half red and right half blue; `turned` lies on its side, as phones store it, with a place."""
    picture = Image.new("RGB", (width, height), "red")
    picture.paste("blue", (width // 2, 0, width, height))
    exif = Image.Exif()
    if turned:
        exif[0x0112] = 6
        exif[0x010E] = "nhà cô Bảy"
        exif.get_ifd(0x8825)[1] = "N"
    return _saved(picture, "JPEG", exif=exif.tobytes(), quality=95)


def heic(width: int = 64, height: int = 64) -> bytes:
    """A HEIC, as an iPhone sends it."""
    from pillow_heif import register_heif_opener

    register_heif_opener()
    return _saved(Image.new("RGB", (width, height), "green"), "HEIF")


def _saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()
