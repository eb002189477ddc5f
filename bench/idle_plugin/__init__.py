"""The pattern of an idle plugin: on for the site, on in no training."""
