"""Pictures that are drawn from words: a QR code for the camera of a phone."""

import base64
from io import BytesIO

import qrcode
from qrcode.image.svg import SvgPathImage


def qr_code(text: str) -> str:
    """As the address of an image, drawn here: nobody else learns what it says."""
    drawn = BytesIO()
    qrcode.make(text, image_factory=SvgPathImage, border=2).save(drawn)
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.getvalue()).decode()
