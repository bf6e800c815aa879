import { ThemeContext } from '@grafana/data';
import { LocationServiceProvider, locationService } from '@grafana/runtime';
import { ErrorBoundaryAlert, GlobalStyles, ModalRoot, ModalsProvider, PortalContainer } from '@grafana/ui';
import React, { useLayoutEffect, useState } from 'react';
import { type Location, type NavigationType, Router } from 'react-router';
import { Routes } from './Routes';
import { Shell } from './Shell';
import { Toasts } from './Toasts';
import { useSpaLinks } from './links';
import { useLiveTheme, useThemeKeys } from './theme';

const history = locationService.getHistory();

interface Place {
  location: Location;
  action: NavigationType;
}

/** The whole host page: Grafana's providers around the plugin, driven by Grafana's location service. */
export function App() {
  const [state, setState] = useState<Place>({ location: history.location, action: history.action });
  useLayoutEffect(
    () => history.listen((location: Location, action: NavigationType) => setState({ location, action })),
    []
  );
  const theme = useLiveTheme();
  useThemeKeys();
  useSpaLinks();
  return (
    <ThemeContext.Provider value={theme}>
      <LocationServiceProvider service={locationService}>
        <Router location={state.location} navigationType={state.action} navigator={history}>
          <ModalsProvider>
            <GlobalStyles />
            <Shell>
              <ErrorBoundaryAlert boundaryName="devhost" dependencies={[state.location.pathname]}>
                <Routes />
              </ErrorBoundaryAlert>
            </Shell>
            <Toasts />
            <ModalRoot />
            <PortalContainer />
          </ModalsProvider>
        </Router>
      </LocationServiceProvider>
    </ThemeContext.Provider>
  );
}
