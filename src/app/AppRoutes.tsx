import React, { lazy, type ReactNode, Suspense } from 'react';
import { Navigate, Route, Routes } from 'react-router-dom';

import { LAYERS } from '../api/types';
import { Loading } from '../ui/Loading';
import { ErrorBoundary } from './ErrorBoundary';
import { ROUTES } from './nav';
import { NotFound } from './NotFound';
import { UnattendedBoundary } from './UnattendedBoundary';

const OverviewPage = lazy(async () => ({ default: (await import('../overview/OverviewPage')).OverviewPage }));
const LayerPage = lazy(async () => ({ default: (await import('../layers/LayerPage')).LayerPage }));
const IncidentsPage = lazy(async () => ({ default: (await import('../incidents/list/IncidentsPage')).IncidentsPage }));
const TriagePage = lazy(async () => ({ default: (await import('../incidents/triage/TriagePage')).TriagePage }));
const IncidentPage = lazy(async () => ({ default: (await import('../incidents/detail/IncidentPage')).IncidentPage }));
const ReviewsPage = lazy(async () => ({ default: (await import('../reviews/list/ReviewsPage')).ReviewsPage }));
const ReviewPage = lazy(async () => ({ default: (await import('../reviews/page/ReviewPage')).ReviewPage }));
const AlertPage = lazy(async () => ({ default: (await import('../alert/AlertPage')).AlertPage }));
const CoveragePage = lazy(async () => ({ default: (await import('../coverage/CoveragePage')).CoveragePage }));
const AlertRulesPage = lazy(async () => ({ default: (await import('../alertpack/AlertRulesPage')).AlertRulesPage }));
const RunbookPage = lazy(async () => ({ default: (await import('../runbooks/read/RunbookPage')).RunbookPage }));
const RunbooksPage = lazy(async () => ({ default: (await import('../runbooks/list/RunbooksPage')).RunbooksPage }));
const RunbookEditPage = lazy(async () => ({
  default: (await import('../runbooks/edit/RunbookEditPage')).RunbookEditPage,
}));
const RunbookVersionsPage = lazy(async () => ({
  default: (await import('../runbooks/versions/RunbookVersionsPage')).RunbookVersionsPage,
}));
const IndexPage = lazy(async () => ({ default: (await import('../drill/IndexPage')).IndexPage }));
const ServicePage = lazy(async () => ({ default: (await import('../drill/ThingPage')).ServicePage }));
const NodePage = lazy(async () => ({ default: (await import('../drill/ThingPage')).NodePage }));
const PodPage = lazy(async () => ({ default: (await import('../drill/ThingPage')).PodPage }));
const MapPage = lazy(async () => ({ default: (await import('../map/MapPage')).MapPage }));
const WallPage = lazy(async () => ({ default: (await import('../wall/WallPage')).WallPage }));
const SettingsPage = lazy(async () => ({ default: (await import('../settings/SettingsPage')).SettingsPage }));
const GuidePage = lazy(async () => ({ default: (await import('../settings/guide/GuidePage')).GuidePage }));
const SignalFormPage = lazy(async () => ({
  default: (await import('../settings/signals/SignalFormPage')).SignalFormPage,
}));

export function AppRoutes() {
  return (
    <Routes>
      <Route index element={<Navigate to={ROUTES.overview} replace />} />
      <Route path={ROUTES.overview} element={page(ROUTES.overview, <OverviewPage />)} />
      {LAYERS.map((layer) => (
        <Route key={layer} path={layer} element={page(layer, <LayerPage key={layer} layer={layer} />)} />
      ))}
      <Route path={ROUTES.triage} element={page(ROUTES.triage, <TriagePage />)} />
      <Route path={ROUTES.incidents} element={page(ROUTES.incidents, <IncidentsPage />)} />
      <Route path={`${ROUTES.incidents}/:number`} element={page('incident', <IncidentPage />)} />
      <Route path={ROUTES.reviews} element={page(ROUTES.reviews, <ReviewsPage />)} />
      <Route path={`${ROUTES.reviews}/:number`} element={page('review', <ReviewPage />)} />
      <Route path={ROUTES.alert} element={page(ROUTES.alert, <AlertPage />)} />
      <Route path={ROUTES.coverage} element={page(ROUTES.coverage, <CoveragePage />)} />
      <Route path={ROUTES.alertRules} element={page(ROUTES.alertRules, <AlertRulesPage />)} />
      <Route path={ROUTES.runbooks} element={page(ROUTES.runbooks, <RunbooksPage />)} />
      <Route path={`${ROUTES.runbooks}/new`} element={page('runbook-new', <RunbookEditPage />)} />
      <Route path={`${ROUTES.runbooks}/:id`} element={page('runbook', <RunbookPage />)} />
      <Route path={`${ROUTES.runbooks}/:id/edit`} element={page('runbook-edit', <RunbookEditPage />)} />
      <Route path={`${ROUTES.runbooks}/:id/versions`} element={page('runbook-versions', <RunbookVersionsPage />)} />
      {(['service', 'node', 'pod'] as const).map((kind) => (
        <Route key={kind} path={ROUTES[kind]} element={page(kind, <IndexPage key={kind} kind={kind} />)} />
      ))}
      <Route path={`${ROUTES.service}/:namespace/:name`} element={page('one-service', <ServicePage />)} />
      <Route path={`${ROUTES.node}/:name`} element={page('one-node', <NodePage />)} />
      <Route path={`${ROUTES.pod}/:namespace/:name`} element={page('one-pod', <PodPage />)} />
      <Route path={ROUTES.map} element={page(ROUTES.map, <MapPage />)} />
      <Route path={ROUTES.wall} element={unattended(<WallPage />)} />
      <Route path={ROUTES.settings} element={page(ROUTES.settings, <SettingsPage />)} />
      <Route path={`${ROUTES.settings}/:tab`} element={page(ROUTES.settings, <SettingsPage />)} />
      <Route path={ROUTES.signalForm} element={page(ROUTES.signalForm, <SignalFormPage />)} />
      <Route path={ROUTES.guide} element={page(ROUTES.guide, <GuidePage />)} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}

/** The key gives each page its own boundary, so that leaving a broken page mends it. */
function page(key: string, element: ReactNode) {
  return (
    <ErrorBoundary key={key} retry="render">
      <Suspense fallback={<Loading />}>{element}</Suspense>
    </ErrorBoundary>
  );
}

function unattended(element: ReactNode) {
  return (
    <UnattendedBoundary key={ROUTES.wall}>
      <Suspense fallback={<Loading />}>{element}</Suspense>
    </UnattendedBoundary>
  );
}
