import React from 'react';
import { css } from '@emotion/css';
import { t } from '@grafana/i18n';
import { Button, Dropdown, Menu, Stack } from '@grafana/ui';

import { actionsExportAddress, type ExportFormat, reviewExportAddress, usePrintedReview } from '../../api/reviews';
import { QueryError } from '../../ui/QueryError';
import { printPage } from './printPage';

const FORMATS: readonly ExportFormat[] = ['markdown', 'html', 'json'];
const ENDINGS: Record<ExportFormat, string> = { markdown: 'md', html: 'html', json: 'json' };

export function ExportMenu({ number }: { number: number }) {
  const printed = usePrintedReview(number, (html) =>
    printPage(html, t('review.export.page', 'Review of incident {{number}}', { number }))
  );
  const menu = (
    <Menu>
      {FORMATS.map((format) => (
        <Menu.Item
          key={format}
          label={formatName(format)}
          icon="download-alt"
          onClick={() => download(reviewExportAddress(number, format), `review-${number}.${ENDINGS[format]}`)}
        />
      ))}
      <Menu.Item
        label={t('review.export.csv', 'Actions as CSV')}
        icon="table"
        onClick={() => download(actionsExportAddress(number), `review-${number}-actions.csv`)}
      />
      <Menu.Item
        label={t('review.export.print', 'Print, or save as PDF')}
        icon="file-alt"
        onClick={() => printed.mutate()}
      />
    </Menu>
  );
  return (
    <Stack direction="column" gap={1} alignItems="flex-end">
      <Dropdown overlay={menu}>
        <Button
          className={noPrint}
          variant="secondary"
          icon={printed.isPending ? 'spinner' : 'download-alt'}
          disabled={printed.isPending}
        >
          {t('review.export.label', 'Export')}
        </Button>
      </Dropdown>
      {printed.error && (
        <QueryError title={t('review.export.failed', 'The page to print could not be loaded')} error={printed.error} />
      )}
    </Stack>
  );
}

const noPrint = css({ '@media print': { display: 'none' } });

function formatName(format: ExportFormat): string {
  switch (format) {
    case 'markdown':
      return t('review.export.markdown', 'Markdown');
    case 'html':
      return t('review.export.html', 'HTML, one file');
    case 'json':
      return t('review.export.json', 'JSON, for import');
  }
}

function download(address: string, fileName: string) {
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.target = '_self';
  link.click();
}
