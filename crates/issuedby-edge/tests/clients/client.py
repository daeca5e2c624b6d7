"""A client of the edge: `client.py ssl|httpx PORT DOMAIN ROOT [CERTIFICATE KEY]` prints the body of the response."""

import socket
import ssl
import sys

library, port, domain, root, *identity = sys.argv[1:]
context = ssl.create_default_context(cafile=root)
if identity:
    context.load_cert_chain(*identity)

if library == "httpx":
    import httpx2

    with httpx2.Client(verify=context) as client:
        response = client.get(
            f"https://127.0.0.1:{port}/", headers={"Host": domain}, extensions={"sni_hostname": domain}
        )
        print(response.text)
else:
    with (
        socket.create_connection(("127.0.0.1", int(port))) as plain,
        context.wrap_socket(plain, server_hostname=domain) as stream,
    ):
        stream.sendall(f"GET / HTTP/1.1\r\nHost: {domain}\r\nConnection: close\r\n\r\n".encode())
        response = b""
        while part := stream.recv(65536):
            response += part
        print(response.partition(b"\r\n\r\n")[2].decode())
