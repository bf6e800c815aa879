import { css } from '@emotion/css';
import { type PanelProps, PanelPlugin, renderMarkdown, textUtil } from '@grafana/data';
import React, { useMemo } from 'react';
import { addOption } from './values';

interface Options {
  mode: 'markdown' | 'html' | 'code';
  content: string;
}

const scroll = css({ height: '100%', overflow: 'auto' });

function TextPanel({ options, replaceVariables }: PanelProps<Options>) {
  const text = replaceVariables(options.content, {}, options.mode === 'html' ? 'html' : undefined);
  const html = useMemo(() => {
    // Both are sanitised by @grafana/data.
    return options.mode === 'html' ? textUtil.sanitize(text) : renderMarkdown(text);
  }, [options.mode, text]);
  if (options.mode === 'code') {
    return <pre className={scroll}>{text}</pre>;
  }
  return <div className={`markdown-html ${scroll}`} dangerouslySetInnerHTML={{ __html: html }} />;
}

export const textPanel = () =>
  new PanelPlugin<Options>(TextPanel).setPanelOptions((builder) => {
    addOption(builder, 'mode', 'markdown');
    addOption(builder, 'content', '');
  });
