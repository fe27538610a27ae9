"""Posts a body of zeros with Python's two standard clients, and says how each was answered."""
import http.client
import sys
import urllib.error
import urllib.request

url, path, content_type, size = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
body = b"0" * size
headers = {"content-type": content_type}

connection = http.client.HTTPConnection(url.removeprefix("http://"))
connection.request("POST", path, body, headers)
answer = connection.getresponse()
print("http.client", answer.status, answer.read().decode())

try:
    urllib.request.urlopen(urllib.request.Request(url + path, body, headers, method="POST"))
except urllib.error.HTTPError as error:
    print("urllib", error.code, error.read().decode())
