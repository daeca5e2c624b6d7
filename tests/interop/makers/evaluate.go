// Verifies a client certificate against a CA with crypto/x509, for each CA, client and time in Unix seconds, and says
// "accepted" or why not.
package main

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"strconv"
	"time"
)

func read(path string) *x509.Certificate {
	text, err := os.ReadFile(path)
	if err != nil {
		panic(err)
	}
	block, _ := pem.Decode(text)
	certificate, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		panic(err)
	}
	return certificate
}

func main() {
	for rest := os.Args[1:]; len(rest) > 2; rest = rest[3:] {
		seconds, err := strconv.ParseInt(rest[2], 10, 64)
		if err != nil {
			panic(err)
		}
		roots := x509.NewCertPool()
		roots.AddCert(read(rest[0]))
		_, err = read(rest[1]).Verify(x509.VerifyOptions{
			Roots:       roots,
			CurrentTime: time.Unix(seconds, 0),
			KeyUsages:   []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
		})
		if err == nil {
			fmt.Println("accepted")
		} else {
			fmt.Println("refused:", err)
		}
	}
}
