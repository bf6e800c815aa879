package plugin

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

const (
	maxReaders = 100
	maxLogin   = 190 // characters, as Grafana keeps them
)

// reader is what the caller may see of restricted incidents.
func (c caller) reader() store.Reader { return store.Reader{Login: c.login, All: c.role == admin} }

// restrictedOnlyToReaders answers every route below /incidents/{number} as if a restricted incident were not there, unless the
// caller may read it.
func (a *App) restrictedOnlyToReaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		number, err := strconv.ParseInt(r.PathValue("number"), 10, 64)
		if err == nil {
			if err := (&server{app: a}).mayRead(r.Context(), number); err != nil {
				fail(w, r, err)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// mayRead asks for an incident that is named in a request. One that is not there passes: whoever looks for it says so.
// Problems: not_found, store_unavailable.
func (s *server) mayRead(ctx context.Context, number int64) error {
	org, c, err := s.enter(ctx)
	if err != nil || c.reader().All {
		return err
	}
	may, err := org.store.MayRead(ctx, org.id, number, c.reader())
	if err == nil && !may {
		err = incident.NotFound(number)
	}
	return err
}

// readers checks logins; nil is nothing said.
func readers(given *[]string) (*[]string, error) {
	if given == nil {
		return nil, nil
	}
	if len(*given) > maxReaders {
		return nil, badParam("readers", "At most %d people can be named.", maxReaders)
	}
	list := make([]string, 0, len(*given))
	for i := range *given {
		login, err := required(fmt.Sprintf("readers[%d]", i), &(*given)[i], maxLogin)
		if err != nil {
			return nil, err
		}
		if strings.ContainsAny(login, "\r\n") {
			return nil, badParam(fmt.Sprintf("readers[%d]", i), "%q is no login.", login)
		}
		list = append(list, login)
	}
	return &list, nil
}
