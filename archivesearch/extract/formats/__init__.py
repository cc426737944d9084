"""One small file per feed or export format: what a file that is no web page says of the posts in it."""
