import React, { Component, type PropsWithChildren } from 'react';

import { reloadOnce, reloadPage } from '../ui/chunkError';
import { ErrorPage } from './ErrorPage';

interface Props extends PropsWithChildren {
  /** A page can be drawn again; what fails outside of the pages needs a fresh start. */
  retry: 'render' | 'reload';
}

interface State {
  error?: Error;
}

export class ErrorBoundary extends Component<Props, State> {
  state: State = {};

  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  componentDidCatch(error: Error) {
    reloadOnce(error, reloadPage);
  }

  private retry = () => {
    if (this.props.retry === 'reload') {
      reloadPage();
    } else {
      this.setState({ error: undefined });
    }
  };

  render() {
    const { error } = this.state;
    return error ? <ErrorPage error={error} onRetry={this.retry} /> : this.props.children;
  }
}
