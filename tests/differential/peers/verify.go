// Verifies client certificates with crypto/x509: reads pairs of a CA and a leaf from standard input, each certificate as
// DER after its length (four bytes, the high one first), and writes one line for each pair: "accepted", or "refused" or
// "unreadable" and why. The one argument is the time, in seconds since 1970.
package main

import (
	"bufio"
	"crypto/x509"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"
)

// The core takes no larger certificate either.
const maxCertificateSize = 65536

func next(in io.Reader) ([]byte, error) {
	var length [4]byte
	if _, err := io.ReadFull(in, length[:]); err != nil {
		return nil, err
	}
	size := binary.BigEndian.Uint32(length[:])
	if size > maxCertificateSize {
		panic("a certificate is too large")
	}
	der := make([]byte, size)
	if _, err := io.ReadFull(in, der); err != nil {
		panic(err)
	}
	return der, nil
}

func verify(caDER, leafDER []byte, now time.Time) string {
	ca, err := x509.ParseCertificate(caDER)
	if err != nil {
		return fmt.Sprintf("unreadable CA %q", err)
	}
	leaf, err := x509.ParseCertificate(leafDER)
	if err != nil {
		return fmt.Sprintf("unreadable leaf %q", err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(ca)
	_, err = leaf.Verify(x509.VerifyOptions{
		Roots:       roots,
		CurrentTime: now,
		KeyUsages:   []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	})
	if err != nil {
		return fmt.Sprintf("refused %q", err)
	}
	return "accepted"
}

func main() {
	if len(os.Args) != 2 {
		panic("the argument is a time")
	}
	seconds, err := strconv.ParseInt(os.Args[1], 10, 64)
	if err != nil {
		panic(err)
	}
	now := time.Unix(seconds, 0)
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for {
		ca, err := next(in)
		if err == io.EOF {
			return
		}
		if err != nil {
			panic(err)
		}
		leaf, err := next(in)
		if err != nil {
			panic(err)
		}
		fmt.Fprintln(out, verify(ca, leaf, now))
	}
}
