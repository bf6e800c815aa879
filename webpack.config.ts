import path from 'path';
import CopyWebpackPlugin from 'copy-webpack-plugin';
import { type Configuration } from 'webpack';
import { merge } from 'webpack-merge';

import grafanaConfig, { type Env } from './.config/webpack/webpack.config.ts';

const config = async (env: Env): Promise<Configuration> => {
  const base = await grafanaConfig(env);
  return merge(base, {
    // The scaffold's key covers its own file only; a change here must not be served from the cache.
    cache: { type: 'filesystem', buildDependencies: { root: [path.resolve(process.cwd(), 'webpack.config.ts')] } },
    // Scenes are one large lazy chunk; `npm run bundle:report` watches what is loaded at the start.
    performance: { hints: false },
    // The scaffold copies the logos of the app only.
    plugins: [new CopyWebpackPlugin({ patterns: [{ from: '*/**/img/*.svg', to: '.' }] })],
    module: {
      rules: [
        // `"type": "commonjs"` in package.json would make webpack read the scaffold's virtual ES module as CommonJS.
        { test: /[\\/]grafana-public-path\.js$/, type: 'javascript/auto' },
      ],
    },
  });
};

export default config;
