import React from 'react';
import { t } from '@grafana/i18n';
import { Button, Dropdown, Menu } from '@grafana/ui';

import { actionsExportAddress, type ExportFormat, reviewExportAddress } from '../../api/reviews';

const FORMATS: readonly ExportFormat[] = ['markdown', 'html', 'json'];
const ENDINGS: Record<ExportFormat, string> = { markdown: 'md', html: 'html', json: 'json' };

export function ExportMenu({ number }: { number: number }) {
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
      <Menu.Item label={t('review.export.print', 'Print, or save as PDF')} icon="file-alt" onClick={() => print()} />
    </Menu>
  );
  return (
    <Dropdown overlay={menu}>
      <Button variant="secondary" icon="download-alt">
        {t('review.export.label', 'Export')}
      </Button>
    </Dropdown>
  );
}

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
