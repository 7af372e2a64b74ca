"""From lesson text to built notebook: reading, executing, normalising, checking; and the reader's working folder."""
