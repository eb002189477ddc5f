"""The training on keeping contact by telephone, with conversations to practise."""
