// Verifies client certificates with crypto/x509: reads cases from standard input, each the time (eight bytes, in seconds
// since 1970), the number of certificates (four bytes) and the certificates, each as DER after its length (four bytes).
// Numbers have the high byte first, and the last certificate is the leaf, the others are CAs. Writes one line for each
// case: "accepted", or "refused" or "unreadable" and why.
package main

import (
	"bufio"
	"crypto/x509"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"time"
)

// Far above what the core takes.
const maxCertificateSize = 1048576

func number(in io.Reader, size int) (uint64, error) {
	var bytes [8]byte
	if _, err := io.ReadFull(in, bytes[8-size:]); err != nil {
		return 0, err
	}
	return binary.BigEndian.Uint64(bytes[:]), nil
}

func next(in io.Reader) []byte {
	size, err := number(in, 4)
	if err != nil {
		panic(err)
	}
	if size > maxCertificateSize {
		panic("a certificate is too large")
	}
	der := make([]byte, size)
	if _, err := io.ReadFull(in, der); err != nil {
		panic(err)
	}
	return der
}

func verify(cas [][]byte, leafDER []byte, now time.Time) (verdict string) {
	// Go's Verify panics on some keys that it does not know. A server that recovers has refused.
	defer func() {
		if cause := recover(); cause != nil {
			verdict = fmt.Sprintf("refused panic %q", fmt.Sprint(cause))
		}
	}()
	leaf, err := x509.ParseCertificate(leafDER)
	if err != nil {
		return fmt.Sprintf("unreadable leaf %q", err)
	}
	roots := x509.NewCertPool()
	var unreadable error
	readable := 0
	for _, der := range cas {
		ca, err := x509.ParseCertificate(der)
		if err != nil {
			unreadable = err
			continue
		}
		readable++
		roots.AddCert(ca)
	}
	if readable == 0 {
		return fmt.Sprintf("unreadable CA %q", unreadable)
	}
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
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for {
		seconds, err := number(in, 8)
		if err == io.EOF {
			return
		}
		if err != nil {
			panic(err)
		}
		certificates, err := number(in, 4)
		if err != nil || certificates < 2 {
			panic("a case has a CA and a leaf")
		}
		var cas [][]byte
		for ; certificates > 1; certificates-- {
			cas = append(cas, next(in))
		}
		fmt.Fprintln(out, verify(cas, next(in), time.Unix(int64(seconds), 0)))
	}
}
