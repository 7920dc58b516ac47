"""What a deployer sends: resources as API request bodies."""

from .body import Payload, payloads

__all__ = ["Payload", "payloads"]
