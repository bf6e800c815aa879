package ingest

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// ReadBody reads a request's body, packed with gzip or not. Problems: not_json, unknown_encoding, bad_gzip, too_large.
func ReadBody(r *http.Request) ([]byte, error) {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || (media != "application/json" && !strings.HasSuffix(media, "+json")) {
		return nil, problem.New(problem.UnsupportedFormat, "not_json", "The content type %q is not JSON.", shorten(clean(r.Header.Get("Content-Type")), 100)).
			At("Content-Type").Try("Send Content-Type: application/json.")
	}
	if r.Body == nil {
		return nil, nil
	}
	body, err := readAll(r.Body)
	if err != nil {
		return nil, err
	}
	switch strings.ToLower(r.Header.Get("Content-Encoding")) {
	case "", "identity":
		return body, nil
	case "gzip":
		return unpack(body)
	default:
		return nil, problem.New(problem.UnsupportedFormat, "unknown_encoding", "Bodies may be plain or packed with gzip.").
			At("Content-Encoding").Try("Send it plain or with Content-Encoding: gzip.")
	}
}

func unpack(packed []byte) ([]byte, error) {
	reader, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, badGzip(err)
	}
	return readAll(reader)
}

func readAll(r io.Reader) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, MaxBody+1))
	if err != nil {
		return nil, badGzip(err)
	}
	if len(body) > MaxBody {
		return nil, TooLarge()
	}
	return body, nil
}

// TooLarge is the problem of a body over the limit.
func TooLarge() error {
	return problem.New(problem.TooLarge, "too_large", "The body is larger than %d MiB.", MaxBody>>20).
		At("body").Try("Set a limit of 1000 alerts per notification at the sender.")
}

func badGzip(err error) error {
	if errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return problem.New(problem.Invalid, "bad_gzip", "The body says gzip but cannot be unpacked.").
			At("body").Try("Send it plain.").Because(err)
	}
	return problem.New(problem.Invalid, "bad_body", "The body cannot be read to its end.").At("body").Try("Send it again.").Because(err)
}
