import 'systemjs/dist/system.js';
import 'systemjs/dist/extras/amd.js';
import 'systemjs/dist/extras/named-register.js';

import React from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './chrome/App';
import { PluginPage } from './chrome/PluginPage';
import { tidyUrl } from './boot';
import { initI18n } from './runtime/i18n';
import { initSingletons } from './runtime/singletons';
import { shareModules } from './modules/systemjs';

tidyUrl();
await initI18n();
initSingletons(PluginPage);
// After the setters: SystemJS copies a namespace as it is, and PluginPage is set by a setter.
shareModules(PluginPage);

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(<App />);
}
