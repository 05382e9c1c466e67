import { init, type EChartsOption, type LineSeriesOption } from "echarts";
import type { Result } from "../lib/results";
import { summarize, type Row } from "./summary";

const SIZE = { width: 800, height: 420 };
const COLOURS: Readonly<Record<string, string>> = {
  shardview: "#1f6feb",
  script: "#d1242f",
  pgsync: "#8a6d00",
};

/** Draws a chart. Apache ECharts: it makes SVG without a browser, has logarithmic axes, and needs two small packages. */
function svg(option: EChartsOption): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, ...SIZE });
  try {
    // Readable on a dark page too; the same picture from the same figures.
    chart.setOption({ animation: false, backgroundColor: "#ffffff", ...option });
    return `${chart.renderToSVGString()}\n`;
  } finally {
    chart.dispose();
  }
}

/** Commit to searchable against the rate: medians of p50 (full) and p99 (dashed). */
export function freshnessChart(result: Result): string {
  const rows = summarize(result).filter((row) => /^\d+\/s$/.test(row.case) && row.rounds > 0);
  const contenders = [...new Set(rows.map((row) => row.contender))];
  const line = (contender: string, figure: "p50" | "p99"): LineSeriesOption => ({
    name: `${contender} ${figure}`,
    type: "line",
    lineStyle: { type: figure === "p50" ? "solid" : "dashed" },
    symbol: figure === "p50" ? "circle" : "emptyCircle",
    color: COLOURS[contender] ?? "#555555",
    data: rows
      .filter((row) => row.contender === contender)
      .map((row) => [Number.parseInt(row.case, 10), row.figures[figure]?.median ?? 0]),
  });
  return svg({
    title: { text: "Commit to searchable", left: "center" },
    legend: { bottom: 0 },
    grid: { top: 50, bottom: 90, left: 80, right: 40 },
    xAxis: axis("changes per second"),
    yAxis: axis("milliseconds"),
    series: contenders.flatMap((contender) => [line(contender, "p50"), line(contender, "p99")]),
  });
}

function axis(name: string): { type: "log"; name: string; nameLocation: "middle"; nameGap: number } {
  return { type: "log", name, nameLocation: "middle", nameGap: name === "milliseconds" ? 55 : 30 };
}

/** One figure of each case and contender: medians as bars, with minimum and maximum in their labels. */
export function barChart(result: Result, title: string, figure: string): string {
  const rows = summarize(result).filter((row) => row.figures[figure] !== undefined);
  const contenders = [...new Set(rows.map((row) => row.contender))];
  const cases = [...new Set(rows.map((row) => row.case))];
  const find = (name: string, contender: string): Row | undefined =>
    rows.find((row) => row.case === name && row.contender === contender);
  return svg({
    title: { text: title, left: "center" },
    legend: { bottom: 0 },
    grid: { top: 50, bottom: 70, left: 80, right: 40 },
    xAxis: { type: "category", data: cases },
    yAxis: { type: "value" },
    series: contenders.map((contender) => ({
      name: contender,
      type: "bar",
      barMaxWidth: 90,
      color: COLOURS[contender] ?? "#555555",
      data: cases.map((name) => {
        const { min, median, max } = find(name, contender)?.figures[figure] ?? {};
        const label = median === undefined ? "" : `${median}\n(${min}-${max})`;
        return { value: median ?? null, label: { show: true, position: "top", formatter: label } };
      }),
    })),
  });
}
