package pixie

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"time"

	"google.golang.org/grpc/credentials"
)

// certificate signs itself; it is made anew at every start, so no key lies in a file.
type certificate struct {
	pem  []byte
	pair tls.Certificate
}

const certificateLife = 30 * 24 * time.Hour

func newCertificate(hosts []string, now time.Time) (certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return certificate{}, err
	}
	t := &x509.Certificate{SerialNumber: big.NewInt(now.UnixNano()), Subject: pkix.Name{CommonName: "Strata testbed: Pixie stand-in"},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(certificateLife), IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	for _, h := range hosts {
		if ip := net.ParseIP(h); ip != nil {
			t.IPAddresses = append(t.IPAddresses, ip)
		} else {
			t.DNSNames = append(t.DNSNames, h)
		}
	}
	der, err := x509.CreateCertificate(rand.Reader, t, t, &key.PublicKey, key)
	if err != nil {
		return certificate{}, err
	}
	return certificate{pem: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pair: tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}}, nil
}

func (c certificate) credentials() credentials.TransportCredentials {
	return credentials.NewTLS(&tls.Config{Certificates: []tls.Certificate{c.pair}, MinVersion: tls.VersionTLS12})
}
