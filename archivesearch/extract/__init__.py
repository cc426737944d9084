"""Page -> entries: what one page says of the posts it shows."""
