"""Calendar files as other people's programs read them."""
