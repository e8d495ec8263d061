"""Stands in for FastAPI where it is not installed: routes of POST requests to coroutines, and nothing else."""
import asyncio
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Response:
    def __init__(self, status_code=200):
        self.status_code = status_code


class Request:
    def __init__(self, headers, body):
        self.headers = headers
        self._body = body

    async def body(self):
        return self._body


class FastAPI:
    def __init__(self):
        self.routes = {}

    def post(self, path):
        def keep(function):
            self.routes[path] = function
            return function

        return keep

    def serve(self, port):
        routes = self.routes

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                response = asyncio.run(routes[self.path](Request(self.headers, body)))
                self.send_response(response.status_code)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()
