// Package pgserver starts a PostgreSQL of its own for tests and benchmarks, from Debian's binaries in a temporary folder.
package pgserver

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Variable names a server to use instead of starting one: postgres://user@host:port/database.
const Variable = "STRATA_TEST_POSTGRES_DSN"

// Server is a PostgreSQL in whose database others can be created.
type Server struct {
	DSN string

	bin, dir string // empty for a server that was there before
	port     int
	options  string
}

// Start takes the server of STRATA_TEST_POSTGRES_DSN, else starts one. options are further settings, such as "-c fsync=off".
func Start(options ...string) (*Server, error) {
	if dsn := os.Getenv(Variable); dsn != "" {
		return &Server{DSN: dsn}, nil
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		return nil, fmt.Errorf("neither %s nor /usr/lib/postgresql/*/bin is there", Variable)
	}
	slices.Sort(found)
	s := &Server{bin: filepath.Dir(found[len(found)-1])}
	if s.dir, err = os.MkdirTemp("", "strata-pg-"); err != nil {
		return nil, err
	}
	if err := s.start(options); err != nil {
		s.clear()
		return nil, err
	}
	return s, nil
}

func (s *Server) start(options []string) error {
	if err := giveToNobody(s.dir); err != nil {
		return err
	}
	if err := s.run("initdb", "-D", s.data(), "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"); err != nil {
		return err
	}
	port, err := freePort()
	if err != nil {
		return err
	}
	s.port = port
	s.options = fmt.Sprintf("-p %d -c listen_addresses=127.0.0.1 -c max_connections=200 -k %s %s", port, s.dir, strings.Join(options, " "))
	s.DSN = fmt.Sprintf("postgres://postgres@127.0.0.1:%d/postgres?sslmode=disable", port)
	return s.Up()
}

// Own says whether the server was started here, so that it may be stopped.
func (s *Server) Own() bool { return s.dir != "" }

// Up starts the server again after Down.
func (s *Server) Up() error {
	err := s.run("pg_ctl", "-D", s.data(), "-w", "-l", filepath.Join(s.dir, "log"), "-o", s.options, "start")
	if err != nil {
		return errors.Join(err, errors.New("PostgreSQL did not start"))
	}
	return nil
}

// Down stops the server as a crash would; its data stay.
func (s *Server) Down() error {
	return s.run("pg_ctl", "-D", s.data(), "-w", "-m", "immediate", "stop")
}

// Stop ends a server that was started here and takes its data away.
func (s *Server) Stop() {
	if !s.Own() {
		return
	}
	if err := s.Down(); err != nil {
		fmt.Println(err)
	}
	s.clear()
}

// Database is the address of another database of the same server.
func (s *Server) Database(name string) string {
	base, query, _ := strings.Cut(s.DSN, "?")
	return base[:strings.LastIndex(base, "/")+1] + name + "?" + query
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

func (s *Server) clear() { _ = os.RemoveAll(s.dir) } // a temporary folder; the system clears what stays

func (s *Server) run(name string, args ...string) error {
	cmd := exec.Command(filepath.Join(s.bin, name), args...)
	if os.Getuid() == 0 {
		cmd = exec.Command("setpriv", append([]string{"--reuid=nobody", "--regid=nogroup", "--clear-groups", filepath.Join(s.bin, name)}, args...)...)
	}
	cmd.Dir = s.dir
	if name == "pg_ctl" && slices.Contains(args, "start") {
		return cmd.Run() // its child would keep a pipe open
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, out)
	}
	return nil
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err = errors.Join(err, l.Close()); err != nil {
		return 0, err
	}
	return strconv.Atoi(port)
}

// giveToNobody is needed as root: PostgreSQL refuses to run as root.
func giveToNobody(dir string) error {
	if os.Getuid() != 0 {
		return nil
	}
	nobody, err := user.Lookup("nobody")
	if err != nil {
		return err
	}
	uid, err := strconv.Atoi(nobody.Uid)
	if err != nil {
		return err
	}
	gid, err := strconv.Atoi(nobody.Gid)
	if err != nil {
		return err
	}
	return os.Chown(dir, uid, gid)
}
