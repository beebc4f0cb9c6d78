/**
 * Pictures for notebooks: figures through Tablesaw and Plotly with a static picture beside each,
 * image grids, embedding maps, loss curves, and how our objects look as the value of a cell.
 *
 * <p>Nothing here displays: a figure is returned, and the notebook shows it with {@code
 * display(figure.html(), "text/html")}.
 */
package kontrast.plot;
