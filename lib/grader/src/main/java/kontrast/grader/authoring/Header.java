package kontrast.grader.authoring;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/** The metadata of the notebooks that are made: kernel, language and, beside a master, Jupytext. */
final class Header {

    private Header() {}

    /**
     * Returns the metadata of a notebook that lies beside its master. Jupytext reads from it that
     * the two are a pair, and what of a cell stays out of the Markdown.
     */
    static JsonObject paired(Master master) {
        JsonObject metadata = unpaired(master);
        JsonObject jupytext = new JsonObject();
        jupytext.addProperty("formats", "ipynb,md");
        jupytext.addProperty("cell_metadata_filter", "-nbgrader");
        JsonElement own = master.metadata().get("jupytext");
        if (own != null && own.isJsonObject()) {
            own.getAsJsonObject().entrySet().forEach(e -> jupytext.add(e.getKey(), e.getValue()));
            // Jupytext itself leaves this one out of an .ipynb.
            jupytext.remove("text_representation");
        }
        metadata.add("jupytext", jupytext);
        return metadata;
    }

    /** Returns the metadata of a notebook that is handed out alone. */
    static JsonObject unpaired(Master master) {
        JsonObject metadata = master.metadata().deepCopy();
        metadata.remove("jupytext");
        JsonObject kernel = new JsonObject();
        kernel.addProperty("display_name", "Java (Kontrast)");
        kernel.addProperty("language", "java");
        kernel.addProperty("name", "kontrast");
        metadata.add("kernelspec", kernel);
        JsonObject language = new JsonObject();
        language.addProperty("codemirror_mode", "text/x-java");
        language.addProperty("file_extension", ".jshell");
        language.addProperty("mimetype", "text/x-java-source");
        language.addProperty("name", "java");
        language.addProperty("pygments_lexer", "java");
        metadata.add("language_info", language);
        return metadata;
    }
}
