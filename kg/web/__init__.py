"""The explorer, the SPARQL endpoint and linked data, as one ASGI application."""
