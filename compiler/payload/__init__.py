"""What a deployer sends: resources as API request bodies."""

from .body import ENDPOINTS, Payload, Sent, payloads
from .deploy import Deployment, deployment

__all__ = ["ENDPOINTS", "Deployment", "Payload", "Sent", "deployment", "payloads"]
