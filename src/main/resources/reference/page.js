// Everything that would call another host is off; the page's policy would stop it as well.
Scalar.createApiReference('#reference', {
  url: '/api/v1/openapi.json',
  theme: 'default',
  defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
  withDefaultFonts: false,
  telemetry: false,
  persistAuth: false,
  documentDownloadType: 'direct',
  showDeveloperTools: 'never',
  hideClientButton: true,
  agent: { disabled: true },
  mcp: { disabled: true },
  customCss: ":root { --scalar-font: system-ui, sans-serif; --scalar-font-code: ui-monospace, monospace; }",
})
