"""What every page knows about the product itself."""

from django.conf import settings


def product(request):
    return {"product_name": settings.PRODUCT_NAME, "demo": settings.DEMO}
