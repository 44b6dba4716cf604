"""The server's routes: decisions, the store and questions over HTTP. Who asks is proven by whoever mounts them."""
