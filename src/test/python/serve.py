"""Serves the FastAPI application of receiver.py in this folder at the port given: by uvicorn, or by the stand-in."""
import os
import sys

sys.path.insert(0, os.getcwd())
port = int(sys.argv[1])
try:
    import fastapi, uvicorn
except ImportError:
    sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "standin"))
    import receiver

    receiver.app.serve(port)
else:
    uvicorn.run("receiver:app", host="127.0.0.1", port=port)
