"""Everything that changes what the plugin keeps, or asks another system something."""
