/// Bodies of a 404 that isn't Discord's: a proxy's, an edge's, or of a path that Discord doesn't know.
package let foreignAnswers = [
    "404 page not found", "<html><body>not here</body></html>",
    #"{"message":"404: Not Found","code":0}"#,
]
