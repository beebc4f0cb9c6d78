/**
 * Where data sets come from: bundled, installed, or downloaded with a checksum.
 *
 * <p>Reading order: {@link kontrast.data.Examples} is all that training asks of data, {@link kontrast.data.Images} its
 * usual kind. {@link kontrast.data.EmojiViews} is the bundled set, {@link kontrast.data.Cifar10} one that is
 * downloaded. {@link kontrast.data.Captions} are words for images, {@link kontrast.data.Vocabulary} makes numbers of
 * them. How they come here: {@code DataSet}, {@code Catalogue}, {@code DataLocation}, {@code Download}.
 */
package kontrast.data;
