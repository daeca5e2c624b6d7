// A client of the edge: `client PORT DOMAIN ROOT [CERTIFICATE KEY]` prints the body of the response.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"net"
	"net/http"
	"os"
)

func main() {
	port, domain, root := os.Args[1], os.Args[2], os.Args[3]
	pem, err := os.ReadFile(root)
	if err != nil {
		log.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	config := &tls.Config{RootCAs: roots, ServerName: domain}
	if len(os.Args) > 4 {
		identity, err := tls.LoadX509KeyPair(os.Args[4], os.Args[5])
		if err != nil {
			log.Fatal(err)
		}
		// Go keeps a certificate back whose issuer is not among the hints.
		config.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
			return &identity, nil
		}
	}
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, "127.0.0.1:"+port)
	}
	transport := &http.Transport{TLSClientConfig: config, DialContext: dial, ForceAttemptHTTP2: true}
	response, err := (&http.Client{Transport: transport}).Get("https://" + domain + "/")
	if err != nil {
		log.Fatal(err)
	}
	defer response.Body.Close()
	if _, err := io.Copy(os.Stdout, response.Body); err != nil {
		log.Fatal(err)
	}
}
