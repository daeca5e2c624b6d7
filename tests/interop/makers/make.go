// Makes the certificates of an interop folder with crypto/x509.
package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"time"
)

const day = 24 * time.Hour

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func write(folder, name string, der []byte) {
	file := must(os.Create(filepath.Join(folder, name+".pem")))
	defer file.Close()
	if err := pem.Encode(file, &pem.Block{Type: "CERTIFICATE", Bytes: der}); err != nil {
		panic(err)
	}
}

func authority(name string) (*ecdsa.PrivateKey, *x509.Certificate) {
	key := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{Country: []string{"US"}, CommonName: name},
		NotBefore:             time.Now().Add(-3000 * day),
		NotAfter:              time.Now().Add(30 * day),
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign,
	}
	der := must(x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key))
	return key, must(x509.ParseCertificate(der))
}

func client(key *ecdsa.PrivateKey, ca *x509.Certificate, purpose x509.ExtKeyUsage, from, until time.Duration) []byte {
	own := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	template := &x509.Certificate{
		SerialNumber: must(rand.Int(rand.Reader, big.NewInt(1<<62))),
		Subject:      pkix.Name{Country: []string{"DE"}, Organization: []string{"Müller"}, CommonName: "client-1"},
		NotBefore:    time.Now().Add(from),
		NotAfter:     time.Now().Add(until),
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{purpose},
	}
	return must(x509.CreateCertificate(rand.Reader, template, ca, &own.PublicKey, key))
}

func main() {
	folder := os.Args[1]
	key, ca := authority("a ca")
	_, other := authority("another ca")
	write(folder, "ca", ca.Raw)
	write(folder, "other-ca", other.Raw)
	write(folder, "client", client(key, ca, x509.ExtKeyUsageClientAuth, -day, 7*day))
	write(folder, "server", client(key, ca, x509.ExtKeyUsageServerAuth, -day, 7*day))
	write(folder, "expired", client(key, ca, x509.ExtKeyUsageClientAuth, -7*day, -day))
}
