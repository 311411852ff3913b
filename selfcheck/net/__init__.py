"""The network: what may be asked (policy), the one door out (client), how an answer is read (fetch), the ledger."""
