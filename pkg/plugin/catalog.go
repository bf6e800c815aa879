package plugin

import (
	"context"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/catalog"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/signals"
)

// storePatience is how long a catalog answer waits for a store that is just being opened.
const storePatience = 3 * time.Second

// view is the caller's catalog, whatever the state of the store.
func (a *App) view(ctx context.Context, org int64) (*signals.View, error) {
	if a.catalogErr != nil {
		return nil, problem.New(problem.Unavailable, "catalog_unavailable", "The signal catalog cannot be loaded: %v.", a.catalogErr).
			Try("Install the plugin again.")
	}
	parts, err := a.organisationSoon(ctx, org)
	if err != nil {
		return a.library.WithoutStore(org, err), nil
	}
	return a.library.View(ctx, org, parts.store), nil
}

// organisationSoon gives up after a few seconds, since a database that does not answer may take longer to fail.
func (a *App) organisationSoon(ctx context.Context, id int64) (*organisation, error) {
	type result struct {
		org *organisation
		err error
	}
	done := make(chan result, 1)
	go func() {
		org, err := a.runtime.organisation(context.WithoutCancel(ctx), id)
		done <- result{org, err}
	}()
	patience := time.NewTimer(storePatience)
	defer patience.Stop()
	select {
	case r := <-done:
		return r.org, r.err
	case <-patience.C:
		return nil, problem.New(problem.Unavailable, "store_unavailable", "The store has not answered within %d s.", int(storePatience.Seconds())).
			Try("Check the database; the page Settings shows the state of each part.")
	case <-ctx.Done():
		return nil, problem.New(problem.Unavailable, "cancelled", "The request ended before the store answered.").Because(ctx.Err())
	}
}

// ListSignals serves the catalog, whatever the state of the store.
func (s *server) ListSignals(ctx context.Context, r api.ListSignalsRequestObject) (api.ListSignalsResponseObject, error) {
	layer := catalog.Layer("")
	if r.Params.Layer != nil {
		if !r.Params.Layer.Valid() {
			return nil, unknownLayer(*r.Params.Layer)
		}
		layer = catalog.Layer(*r.Params.Layer)
	}
	answer, err := s.document(ctx, "signals "+string(layer), func(v *signals.View) any { return signalList(v.Catalog, layer) })
	return answer, err
}

// GetCatalogIndex serves all signals without their queries.
func (s *server) GetCatalogIndex(ctx context.Context, _ api.GetCatalogIndexRequestObject) (api.GetCatalogIndexResponseObject, error) {
	answer, err := s.document(ctx, "index", func(v *signals.View) any { return catalogIndex(v.Catalog) })
	return answer, err
}

func (s *server) document(ctx context.Context, name string, build func(*signals.View) any) (documentAnswer, error) {
	view, err := s.app.view(ctx, callerOf(ctx).org)
	if err != nil {
		return documentAnswer{}, err
	}
	doc, err := view.Document(name, build)
	return documentAnswer{document: doc}, err
}

// fullList is a SignalList of the contract: the catalog's own JSON is that of the contract.
type fullList struct {
	Signals []catalog.Signal `json:"signals"`
	Groups  []catalog.Group  `json:"groups"`
}

func signalList(c *catalog.Catalog, layer catalog.Layer) fullList {
	list := fullList{Signals: []catalog.Signal{}, Groups: []catalog.Group{}}
	for _, s := range c.Signals {
		if layer == "" || s.Layer == layer {
			list.Signals = append(list.Signals, s)
		}
	}
	for _, g := range c.Groups {
		if layer == "" || g.Layer == layer {
			list.Groups = append(list.Groups, g)
		}
	}
	return list
}

// GetAlertPack writes the caller's alert rules as a file.
func (s *server) GetAlertPack(ctx context.Context, r api.GetAlertPackRequestObject) (api.GetAlertPackResponseObject, error) {
	opt, err := packOptions(r.Params)
	if err != nil {
		return nil, err
	}
	opt.OrgID = callerOf(ctx).org
	view, err := s.app.view(ctx, opt.OrgID)
	if err != nil {
		return nil, err
	}
	pack, err := view.Catalog.Pack(opt)
	if err != nil {
		return nil, err
	}
	doc, err := signals.NewDocument(encodePack(pack))
	return documentAnswer{document: doc}, err
}
