/**
 * Pictures for notebooks: figures through Tablesaw and Plotly with a static picture beside each,
 * image grids, embedding maps, loss curves, and how our objects look as the value of a cell.
 *
 * <p>Nothing here displays: a figure is returned, and the notebook shows it with {@code
 * display(figure.html(), "text/html")}.
 *
 * <p>Reading order: {@link kontrast.plot.Series} and {@link kontrast.plot.Figure}, drawn twice, by {@code PlotlyFigure}
 * and {@code StaticFigure}; {@link kontrast.plot.ImageGrid}; then what is made of them, {@link
 * kontrast.plot.EmbeddingMap} and {@link kontrast.plot.LossCurve}.
 */
package kontrast.plot;
