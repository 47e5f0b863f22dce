package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	elasticsearch9 "github.com/elastic/go-elasticsearch/v9"
	"github.com/elastic/go-elasticsearch/v9/esutil"
)

// indexElasticsearch9 sends by the bulk indexer of go-elasticsearch v9, which
// tries again what its client is told to try again.
func indexElasticsearch9(s settings, records []record) (report, error) {
	ca, err := os.ReadFile(s.CA)
	if err != nil {
		return report{}, err
	}
	client, err := elasticsearch9.NewClient(elasticsearch9.Config{
		Addresses: []string{s.URL}, Username: s.User, Password: s.Password, CACert: ca,
		RetryOnStatus: []int{429, 502, 503, 504}, MaxRetries: s.Retries,
		RetryBackoff:        func(int) time.Duration { return s.wait() },
		CompressRequestBody: true,
	})
	if err != nil {
		return report{}, err
	}
	var out sharedReport
	indexer, err := esutil.NewBulkIndexer(esutil.BulkIndexerConfig{
		Client: client, NumWorkers: 2, FlushBytes: s.Batch * 512,
		OnError: func(_ context.Context, err error) { out.note(err) },
	})
	if err != nil {
		return report{}, err
	}
	for _, r := range records {
		if err := indexer.Add(context.Background(), esutil.BulkIndexerItem{
			Index: r.Index, Action: r.Action, DocumentID: r.ID, Body: strings.NewReader(r.Doc),
			OnSuccess: func(context.Context, esutil.BulkIndexerItem, esutil.BulkIndexerResponseItem) {
				out.acked()
			},
			OnFailure: func(_ context.Context, _ esutil.BulkIndexerItem, item esutil.BulkIndexerResponseItem, err error) {
				out.note(errors.Join(fmt.Errorf("%d %s: %s", item.Status, item.Error.Type, item.Error.Reason), err))
			},
		}); err != nil {
			return report{}, err
		}
	}
	if err := indexer.Close(context.Background()); err != nil {
		return report{}, err
	}
	return out.end(indexer.Stats().NumFailed), nil
}
