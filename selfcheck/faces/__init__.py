"""Face detectors behind one protocol. They find where faces are; nothing here can tell whose they are."""
