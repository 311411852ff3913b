"""What the tests share: a loopback web site, demo pictures, and the policy that lets tests reach loopback."""
