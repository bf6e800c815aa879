const { default: JSDOMEnvironment } = require('jest-environment-jsdom');

const { set: setListener, get: getListener } = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage');

/** Node keeps running while a port listens; a test run must end. */
function letExit(port) {
  Object.defineProperty(port, 'onmessage', {
    get: getListener,
    set(listener) {
      setListener.call(port, listener);
      port.unref();
    },
  });
}

class QuietMessageChannel extends MessageChannel {
  constructor() {
    super();
    letExit(this.port1);
    letExit(this.port2);
  }
}

class QuietBroadcastChannel extends BroadcastChannel {
  constructor(name) {
    super(name);
    this.unref();
  }
}

/** jsdom with the web APIs of Node that it lacks: MSW intercepts fetch, React schedules by MessageChannel. */
module.exports = class extends JSDOMEnvironment {
  constructor(...args) {
    super(...args);
    Object.assign(this.global, {
      fetch,
      Headers,
      Request,
      Response,
      FormData,
      Blob,
      ReadableStream,
      WritableStream,
      TransformStream,
      TextEncoder,
      TextDecoder,
      MessageChannel: QuietMessageChannel,
      BroadcastChannel: QuietBroadcastChannel,
      structuredClone,
    });
  }
};
