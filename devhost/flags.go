package main

import (
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"path"
	"strings"

	"github.com/strata-sre/strata-sre-app/devhost/internal/identity"
)

type flags struct {
	listen, pluginDir, provisioning, data, web, icons, subPath, theme, session, logLevel, pixieCA string
	people                                                                                        *identity.Directory
}

func parseFlags(args []string) (flags, error) {
	var f flags
	var anonymous string
	var accounts []string
	set := flag.NewFlagSet("devhost", flag.ContinueOnError)
	set.StringVar(&f.listen, "listen", "127.0.0.1:3000", "loopback address and port; port 0 picks a free one")
	set.StringVar(&f.pluginDir, "plugin-dir", "dist", "the built plugin")
	set.StringVar(&f.provisioning, "provisioning", "provisioning", "folder with datasources/*.yaml and plugins/*.yaml, as Grafana reads them")
	set.StringVar(&f.data, "data", "", "folder for saved settings and the plugin's data (GF_PATHS_DATA); without it a temporary one, removed at the end")
	set.StringVar(&f.web, "web", "devhost/web/dist", "the built web host")
	set.StringVar(&f.icons, "icons", "node_modules/@grafana/ui/dist/public/img/icons", "icons of @grafana/ui")
	set.StringVar(&f.subPath, "sub-path", "", "serve everything below this path, such as /grafana")
	set.StringVar(&f.theme, "theme", "dark", "dark or light, for browsers that have not chosen")
	set.StringVar(&f.session, "session", "admin", "session of a new browser: "+strings.Join(identity.Sessions(), ", "))
	set.StringVar(&f.logLevel, "log-level", "info", "debug, info, warn or error")
	set.StringVar(&f.pixieCA, "pixie-ca", "", "PEM file with certificates that Pixie data sources trust beside the system's; read at every query")
	set.StringVar(&anonymous, "anonymous-role", "", "role of API requests without session and token; without it they get 401")
	set.Func("service-account-token", "NAME=TOKEN:ROLE, may be given several times", func(s string) error {
		accounts = append(accounts, s)
		return nil
	})
	if err := set.Parse(args); err != nil {
		return f, err
	}
	if set.NArg() > 0 {
		return f, fmt.Errorf("unexpected argument %q", set.Arg(0))
	}
	if err := f.check(); err != nil {
		return f, err
	}
	var err error
	f.people, err = directory(anonymous, accounts)
	return f, err
}

func (f *flags) check() error {
	if !identity.LoopbackHost(f.listen) {
		return fmt.Errorf("--listen %s: the devhost has no passwords, so it listens on loopback addresses only (127.0.0.1, ::1, localhost)", f.listen)
	}
	if f.theme != "dark" && f.theme != "light" {
		return fmt.Errorf("--theme %q: want dark or light", f.theme)
	}
	if _, ok := identity.Session(f.session); !ok {
		return fmt.Errorf("--session %q: want one of %s", f.session, strings.Join(identity.Sessions(), ", "))
	}
	if f.subPath = strings.Trim(f.subPath, "/"); f.subPath != "" {
		f.subPath = path.Clean("/" + f.subPath)
	}
	return nil
}

func directory(anonymous string, accounts []string) (*identity.Directory, error) {
	var role identity.Role
	if anonymous != "" {
		var err error
		if role, err = identity.ParseRole(anonymous); err != nil {
			return nil, errors.Join(errors.New("--anonymous-role"), err)
		}
	}
	d := identity.NewDirectory(role)
	for _, spec := range accounts {
		if err := d.AddServiceAccount(spec); err != nil {
			return nil, fmt.Errorf("--service-account-token: %w", err)
		}
	}
	return d, nil
}

func randomToken() string { return "devhost_" + rand.Text() }
