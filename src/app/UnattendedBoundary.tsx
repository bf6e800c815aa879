import React, { Component, type PropsWithChildren } from 'react';

import { isChunkLoadError } from '../ui/chunkError';
import { reloadUnattended } from '../ui/unattended';
import { ErrorPage } from './ErrorPage';

const RETRY_MS = 30_000;

interface State {
  error?: Error;
}

/** For pages without a person before them: what failed is drawn again by itself, after an upgrade from new files. */
export class UnattendedBoundary extends Component<PropsWithChildren, State> {
  state: State = {};
  private timer?: ReturnType<typeof setTimeout>;

  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  componentDidCatch(error: Error) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.again(error), isChunkLoadError(error) ? 0 : RETRY_MS);
  }

  componentWillUnmount() {
    clearTimeout(this.timer);
  }

  /** A chunk that was not found is not asked for again by lazy(), so only a new page helps. */
  private again = async (error: Error) => {
    if (!isChunkLoadError(error)) {
      this.setState({ error: undefined });
    } else if (!(await reloadUnattended())) {
      this.timer = setTimeout(() => void this.again(error), RETRY_MS);
    }
  };

  private retry = () => this.setState({ error: undefined });

  render() {
    const { error } = this.state;
    return error ? <ErrorPage error={error} onRetry={this.retry} /> : this.props.children;
  }
}
